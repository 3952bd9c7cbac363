import type { ReactNode } from 'react';
import './page.css';

/** A page beside the queues: title, one line what it is for, content. */
export function Page(props: { readonly title: string; readonly lead: string; readonly children: ReactNode }) {
  return (
    <main className="page" aria-label={props.title} data-zone="page" tabIndex={-1}>
      <div className="page-sheet">
        <h1>{props.title}</h1>
        <p className="page-lead">{props.lead}</p>
        {props.children}
      </div>
    </main>
  );
}

/** One group of settings or figures. */
export function Card(props: { readonly title: string; readonly text?: string; readonly children: ReactNode }) {
  return (
    <section className="card" aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.text !== undefined && <p className="card-text">{props.text}</p>}
      {props.children}
    </section>
  );
}
