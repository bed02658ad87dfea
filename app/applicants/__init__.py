"""The applicant file: what every proposal of an organisation says again, kept once.

Members of the organisation write it and nobody else sees it, but as a part of what they hand in.
A proposal takes a copy of it, which a later change does not touch.
"""
