"""What a lesson must be beside being readable: long enough, balanced, true when it is reckoned and run.

The command line and the tests look through files with it. No page ever does: what it runs comes from files alone.
"""
