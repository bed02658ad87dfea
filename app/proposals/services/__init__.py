"""What people do with proposals: write them, submit them, screen and conclude them."""
