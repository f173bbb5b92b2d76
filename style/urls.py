from django.urls import path

from style import views

app_name = "style"
urlpatterns = [path("", views.sheet, name="sheet")]
