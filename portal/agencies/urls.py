"""Only what staff need of allauth: no sign-up, no e-mail pages, no reset by mail."""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.urls import path

from portal.agencies import views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("login/code/", views.CodeView.as_view(), name="mfa_authenticate"),
    path("logout/", account.logout, name="account_logout"),
    path(
        "password/",
        login_required(views.ChangePasswordView.as_view()),
        name="account_change_password",
    ),
    path(
        "confirm/password/",
        login_required(views.PasswordAgainView.as_view()),
        name="account_reauthenticate",
    ),
    path("confirm/code/", views.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("two-step/", views.AccountView.as_view(), name="mfa_index"),
    path("two-step/enrol/", views.EnrolView.as_view(), name="mfa_activate_totp"),
    path("two-step/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("two-step/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "two-step/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "two-step/codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
]
