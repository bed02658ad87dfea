"""What happens at the door: scans, letting people in by hand, gates and scanners."""
