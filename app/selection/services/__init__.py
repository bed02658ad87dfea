"""What people do on the way from a draft to the shortlist."""
