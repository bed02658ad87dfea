"""What applicants get after the decision: a letter with levels and words, a reply, a certificate.

A letter is made of the jury's levels, of reasons from the event's list and of a comment that an
organiser has read for names. All letters of a challenge go out at once, with the outcomes.
"""
