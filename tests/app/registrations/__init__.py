"""Tests of lists of registrations."""
