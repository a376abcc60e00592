"""Signing in, changing the password, and the first administrator."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.texts import line, words

USERNAME = validate.Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9_.-]{1,39}\Z", error="2-40 letters, digits, dots, hyphens or underscores."
)


class UnitName(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class User(Schema):
    id = fields.String(required=True)
    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    unit = fields.Nested(UnitName, required=True)


class SignIn(Schema):
    username = line(100, required=True)
    password = words(1000, required=True, load_only=True)


class SignedIn(Schema):
    user = fields.Nested(User, required=True)


class PasswordChange(Schema):
    old = words(1000, required=True, load_only=True)
    new = words(1000, required=True, load_only=True)


class Setup(Schema):
    token = line(100, required=True, load_only=True)
    username = fields.String(required=True, validate=USERNAME)
    name = line(40, required=True)
    password = words(1000, required=True, load_only=True)


sign_in = SignIn()
signed_in = SignedIn()
password_change = PasswordChange()
setup = Setup()
