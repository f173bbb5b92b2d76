"""What people have reached, claimed and decided: to be read and searched, never to be changed by hand."""

from progress.admin import claims, reviews, trail

__all__ = ["claims", "reviews", "trail"]
