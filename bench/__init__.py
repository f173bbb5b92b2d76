"""How fast the pages are, as ratios to a yardstick that is no code of ours. `script/bench` runs it; docs/speed.md says
what it measures and what was learned.
"""
