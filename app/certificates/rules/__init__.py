"""What somebody attended, and what a certificate says of it: pure decisions."""
