"""What the benches share: a server under load, its yardstick, and how a result is said."""
