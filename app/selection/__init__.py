"""From the drafts to the shortlist: who is stuck in a draft, and who is reminded of it.

Organisers see the funnel of each challenge and the drafts behind it, never what a draft says, and
write to exactly those who have not handed one in. How long applicants waited for a first reply and
for a decision is counted from the deadline.
"""
