// Tells the sign-up form in which time zone the person lives; without it they start in UTC and choose at /me/.

const field = document.querySelector("input[name=time_zone]");
if (field && !field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
