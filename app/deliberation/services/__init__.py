"""What people do in a deliberation: open it, sit in it, go through it, sign its minutes."""
