"""Decisions about challenge records: phases by the clock, drafts from briefs, completeness."""
