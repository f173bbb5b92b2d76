"""The curriculum as files: reading them, checking them, writing them back, and seeding the map from them."""
