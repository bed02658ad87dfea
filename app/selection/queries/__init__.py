"""Reading the way from a draft to the shortlist."""
