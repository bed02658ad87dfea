"""What the demo holds: the cast and the proposals read, names, guests and marks drawn."""
