"""Matching: which challenges suit which organisations, and why, from the kernel's method.

The worker keeps the suggestions up to date; organisations see what suits them, challenge owners
invite those of the directory that suit, and organisers see what nobody suits.
"""
