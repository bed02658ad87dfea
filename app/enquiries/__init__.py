"""Questions to the owner of a challenge, their answers, and the people who follow it.

Whoever may apply asks in private; owner or organisers answer to all without naming who asked, or
to the asker alone with a reason. Followers are told what happens to the challenge.
"""
