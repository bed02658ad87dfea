"""What stands in calendars and wallet passes, decided without a server."""
