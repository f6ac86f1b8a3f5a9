from django.urls import path

from portal.desk.admin.feeds import calendar_file

app_name = "desk"

urlpatterns = [path("deadlines.ics", calendar_file, name="calendar-file")]
