"""Addresses of orders. A guest has no account to sign in with, so that the link itself proves who comes."""

import hmac

from flask import current_app

from ecosystem.core.addresses import absolute
from ecosystem.payments.models import Order

LENGTH = 32


def order_key(order: Order) -> str:
    """Return what a guest's link carries: an HMAC of the order's id under the deployment's secret, 128 bits."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"order:{order.public_id}".encode(), "sha256").hexdigest()[:LENGTH]


def is_key_of(order: Order, key: str) -> bool:
    """Tell whether a link's key belongs to the order, in constant time."""
    return hmac.compare_digest(order_key(order).encode(), key.encode())


def order_path(order: Order) -> str:
    """Return the path of the order's page: with the key for guests, who need it, and without for accounts."""
    return f"/orders/{order.public_id}" + ("" if order.account_id else f"?key={order_key(order)}")


def order_url(order: Order) -> str:
    """Return the order's page as it stands in a mail."""
    return absolute(order_path(order))
