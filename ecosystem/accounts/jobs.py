"""Cleaning up what is no longer needed: the less is kept, the less can leak."""

from ecosystem.accounts import services
from ecosystem.core.jobs import Job


def clean_up() -> str:
    """Delete old tries, dead links and ended sessions; forget people who never confirmed their address."""
    unconfirmed = services.unconfirmed_accounts()
    for account_id in unconfirmed:
        services.erase_account(account_id, by=None)
    counts = {
        "tries": services.forget_old_attempts(),
        "links": services.forget_old_tokens(),
        "sessions": services.forget_old_sessions(),
        "farewells": services.forget_farewells(),
        "unconfirmed accounts": len(unconfirmed),
    }
    return ", ".join(f"{number} {what}" for what, number in counts.items() if number)


JOBS = (Job("accounts: clean up", 3600, clean_up),)
