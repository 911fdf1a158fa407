// A ticket that was opened once opens at the gate without network too.
import { keepPage } from "./kept-page.js";

const ticket = document.querySelector("[data-ticket]");
if (ticket) keepPage(ticket.dataset.worker, ticket.dataset.scope);
