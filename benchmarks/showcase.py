"""The showcase at 20, 200 and 2,000 products: statements and processor time of its pages, asked in this process.

python -m benchmarks.showcase [--sizes 20,200,2000] [--times 30]
"""

import argparse
import os
import tempfile
import time
from pathlib import Path
from statistics import median

from sqlalchemy import select

from benchmarks.databases import database
from ecosystem.app import create_app
from ecosystem.core.database import Model, db, session
from ecosystem.core.settings import Mode, Settings
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.models import Product
from tests.support.factories.exhibitions import make_exhibition
from tests.support.factories.showcase import make_many_products
from tests.support.statements import count_statements


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sizes", default="20,200,2000")
    parser.add_argument("--times", type=int, default=30)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    print(f"{options.database}, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    found = {size: measure(options.database, size, options.times) for size in sizes}
    print("\n| page | " + " | ".join(f"{size:,}: statements | CPU ms" for size in sizes) + " |")
    print("| --- | " + " | ".join("--- | ---" for _ in sizes) + " |")
    for name in found[sizes[0]]:
        print(
            f"| {name} | " + " | ".join(f"{found[size][name][0]} | {found[size][name][1]:.1f}" for size in sizes) + " |"
        )


def measure(kind: str, products: int, times: int) -> dict[str, tuple[int, float]]:
    """Return statements and the median processor time in milliseconds of each page, for nobody in particular."""
    with database(kind) as url, tempfile.TemporaryDirectory() as folder:
        secret = "x" * 40
        settings = Settings(
            mode=Mode.DEMO, secret_key=secret, database_url=url, base_url="http://localhost", instance=Path(folder)
        )
        app = create_app(settings)
        with app.app_context():
            Model.metadata.create_all(db.engine)
            exhibition = make_exhibition(slug="e")
            make_many_products(exhibition, products, exhibitors=max(2, products // 20))
            booth = session().scalars(select(Exhibitor.public_id)).first()
            product = session().execute(
                select(Product.public_id, Exhibitor.public_id).join(Exhibitor).order_by(Product.id)
            ).first()  # fmt: skip
            assert product is not None
        paths = {
            "index": "/exhibitions/e/showcase",
            "index, searched and sorted": "/exhibitions/e/showcase?q=san mau&sector=ca_phe&sort=booth",
            "index, last page": "/exhibitions/e/showcase?page=9999",
            "exhibitors": "/exhibitions/e/showcase/exhibitors",
            "booth": f"/booths/{booth}",
            "product": f"/booths/{product[1]}/products/{product[0]}",
        }
        return {name: cost_of(app.test_client(), path, times) for name, path in paths.items()}


def cost_of(client, path: str, times: int) -> tuple[int, float]:
    for _warm in range(3):
        assert client.get(path).status_code == 200, path
    with count_statements() as counted:
        client.get(path)
    spent = []
    for _number in range(times):
        began = time.process_time()
        client.get(path)
        spent.append((time.process_time() - began) * 1000)
    return len(counted), median(spent)


if __name__ == "__main__":
    main()
