"""Signing in and looking after one's own account: allauth's views with our forms."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.http import HttpResponse
from django.views.generic.base import ContextMixin

from portal.agencies.forms import (
    CodeAgainForm,
    CodeForm,
    EnrolForm,
    NewPasswordForm,
    PasswordAgainForm,
    SignInForm,
)


class OwnSite(ContextMixin):
    """``site`` is what our pages call the settings of the site; allauth takes the name."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class SignInView(OwnSite, account.LoginView):
    form_class = SignInForm


class PasswordAgainView(OwnSite, account.ReauthenticateView):
    form_class = PasswordAgainForm


class ChangePasswordView(account.PasswordChangeView):
    form_class = NewPasswordForm


class AccountView(mfa.IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"totp_required": settings.PORTAL_REQUIRE_TOTP}


class CodeView(OwnSite, mfa.AuthenticateView):
    form_class = CodeForm


class CodeAgainView(OwnSite, mfa.ReauthenticateView):
    form_class = CodeAgainForm


class EnrolView(totp.ActivateTOTPView):
    form_class = EnrolForm

    def form_valid(self, form: Any) -> HttpResponse:
        """The code that enrolled the device also proves it for this log-in."""
        response = super().form_valid(form)
        user = self.request.user
        record_authentication(self.request, user, "mfa", type=Authenticator.Type.TOTP)
        self.request.session.cycle_key()
        return response
