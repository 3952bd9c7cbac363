import type { PreviewRow } from '../../shared/contract/imports';
import { useWords } from '../i18n/use-words';
import { sayRefusal } from './refusal-text';

/** The first rows of a file as they would be imported, so that a wrong date or column is seen before it is written. */
export function PreviewTable(props: { readonly rows: readonly PreviewRow[] }) {
  const words = useWords();
  return (
    // A table that scrolls must be reachable by key.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="import-table" tabIndex={0}>
      <table className="figures" aria-label={words.t('imports.first-rows')}>
        <thead>
          <tr>
            {(['transaction', 'status', 'order_date', 'product_name', 'buyer_email'] as const).map((field) => (
              <th key={field} scope="col" className="figures-words">
                {words.t(`sale-field.${field}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) =>
            row.kind === 'refused' ? (
              <tr key={row.line} data-refused>
                <td colSpan={5} className="figures-words">
                  {words.t('imports.line', { n: row.line })}: {sayRefusal(words, row.reason)}
                </td>
              </tr>
            ) : (
              <tr key={row.line}>
                <th scope="row" className="figures-words">
                  {row.transaction}
                </th>
                <td className="figures-words">
                  {row.statusWord}{' '}
                  <span className="badge" data-status={row.status}>
                    {words.t(`purchase-status.${row.status}`)}
                  </span>
                </td>
                <td className="figures-words">
                  {words.day(row.orderedAt)}, {words.clock(row.orderedAt)}
                </td>
                <td className="figures-words">{row.productName}</td>
                <td className="figures-words">{row.buyerEmail}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
