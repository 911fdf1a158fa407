"""Pages of judging: each module has one blueprint."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
