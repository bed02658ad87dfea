"""B2B meetings: who meets whom, when and at which table."""
