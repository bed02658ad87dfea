"""Pure decisions: which addresses are invited, and which figures may be shown."""
