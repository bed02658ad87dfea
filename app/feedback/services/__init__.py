"""What people do after the decision: word letters, reply to them, answer the replies."""
