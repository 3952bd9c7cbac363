import { Button } from '@mantine/core';
import { useDesk } from './desk-context';
import { showOther } from './ticket-windows';

/** The number of a ticket that opens it at the desk. */
export function TicketButton(props: { readonly ticket: string }) {
  const { ticket } = props;
  const desk = useDesk();
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      onClick={() => {
        if (desk.ticket === null) desk.goTo('inbox');
        showOther(desk, ticket);
      }}
    >
      {ticket}
    </Button>
  );
}
