"""Use cases of privacy: agreeing, getting a copy, being erased, and letting old data go."""
