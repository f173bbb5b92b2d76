from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = "Progress"

    def ready(self) -> None:
        """Listen for whoever signs in, and to moves and messages."""
        from progress import news, parking  # noqa: F401
