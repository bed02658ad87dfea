"""Pure decisions about consent and retention."""
