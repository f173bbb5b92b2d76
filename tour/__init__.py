"""Pictures of the product as it is: every page in each of its moments, or the few that the documents show."""
