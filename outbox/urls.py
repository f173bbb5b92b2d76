from django.urls import path

from outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/html/", views.hypertext, name="hypertext"),
]
