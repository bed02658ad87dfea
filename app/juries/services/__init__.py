"""What people do with juries: build the panel, assign, judge, decide, tell."""
