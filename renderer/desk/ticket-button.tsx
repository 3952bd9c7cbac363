import { Button } from '@mantine/core';
import { useDesk } from './desk-context';

/** The number of a ticket that opens it at the desk. */
export function TicketButton(props: { readonly ticket: string }) {
  const { ticket } = props;
  const desk = useDesk();
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      onClick={() => {
        desk.goTo('inbox');
        desk.select(ticket);
      }}
    >
      {ticket}
    </Button>
  );
}
