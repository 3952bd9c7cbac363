import { NativeSelect } from '@mantine/core';
import type { ColumnView } from '../../shared/contract/imports';
import { SALE_FIELDS } from '../../shared/domain/sale-fields';
import type { SaleField } from '../../shared/domain/sale-fields';
import { useWords } from '../i18n/use-words';

/** Which column of a table holds what: as the desk understands it, each choice open to a person. */
export function ColumnsTable(props: {
  readonly columns: readonly ColumnView[];
  readonly onChoose: (header: string, field: SaleField | null) => void;
}) {
  const words = useWords();
  const choices = [
    { value: '', label: words.t('imports.no-field') },
    ...SALE_FIELDS.map((field) => ({ value: field, label: words.t(`sale-field.${field}`) })),
  ];
  return (
    <div className="import-table">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col" className="figures-words">
              {words.t('imports.column')}
            </th>
            <th scope="col" className="figures-words">
              {words.t('imports.samples')}
            </th>
            <th scope="col" className="figures-words">
              {words.t('imports.holds')}
            </th>
          </tr>
        </thead>
        <tbody>
          {props.columns.map((column, at) => (
            // two columns may have the same header
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={`${String(at)} ${column.header}`} data-known={column.field !== null}>
              <th scope="row" className="figures-words">
                {column.header}
              </th>
              <td className="figures-words import-samples">{column.samples.join(' · ')}</td>
              <td className="figures-words">
                <NativeSelect
                  size="xs"
                  aria-label={words.t('imports.holds-of', { column: column.header })}
                  value={column.field ?? ''}
                  data={choices}
                  onChange={(event) => {
                    const chosen = event.currentTarget.value;
                    props.onChoose(column.header, SALE_FIELDS.find((field) => field === chosen) ?? null);
                  }}
                />
                {column.by !== null && column.by !== 'name' && (
                  <span className="import-by">{words.t(`imports.by.${column.by}`)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
