"""What people do with challenges: write them, review them, move them on."""
