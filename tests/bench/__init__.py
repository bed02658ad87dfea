"""Measurements of the budgets in the design, each against a yardstick of the same run."""
