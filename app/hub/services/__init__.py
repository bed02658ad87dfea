"""What is done with venue hubs: made, opened on a laptop, and their scans brought back."""
