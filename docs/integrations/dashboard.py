"""A dashboard of one page: who is not bound by the OPSC, by region."""

import sys
from html import escape

import csekg

gaps = csekg.open().gaps("opsc")
gaps = gaps[gaps["status"].isin(["signatory", "no-action"])]
rows = gaps.groupby(["region", "status"], observed=True)["actor_name"].agg(["size", ", ".join])
with open(sys.argv[1], "w", encoding="utf-8") as page:
    page.write(f"<h1>Not bound by the OPSC on {gaps['as_of'].max():%d %B %Y}</h1><table>")
    for (region, status), (count, names) in rows.iterrows():
        cells = "".join(f"<td>{escape(str(cell))}" for cell in (region, status, count, names))
        page.write(f"<tr>{cells}")
    page.write("</table>")
