"""The Day itself: its dates, place, programme and the team that runs it.

An event is drafted, published, held and closed by a lead cluster with co-organisers.
Other features hang their part of the Day on it.
"""
