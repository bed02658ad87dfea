"""Who is who: people, their organisations, memberships, sign-in and API tokens.

A person belongs to organisations; clusters are organisations of a kind of their own.
Every other feature asks here who acts.
"""
