"""The HTTP edge that all features share.

Turns requests into values, failures into answers, and keeps the rules of the browser: CSRF, content
security, sessions, languages.
It knows no feature; features register their routes, words, navigation and panels with it.
"""
