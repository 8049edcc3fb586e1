import { z } from 'zod';

/** What goes over the message channel between an emulator's process and its parent: orders there, answers back. */
export const orderReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('done'), requestId: z.number().int() }),
  z.object({ type: z.literal('failed'), requestId: z.number().int(), detail: z.string() }),
]);

export type OrderReply = z.infer<typeof orderReplySchema>;

export interface OrderRequest<Order> {
  readonly requestId: number;
  readonly order: Order;
}

/**
 * Obeys the orders that come over this process's channel, one after the other in the order they came. When the channel
 * closes, or the process is told to end, it puts away and ends: no emulator outlives its parent.
 */
export function obeyOrders<Order>(
  orderSchema: z.ZodType<Order>,
  obey: (order: Order) => Promise<void> | void,
  putAway: () => Promise<void>,
): void {
  const requestSchema = z.object({ requestId: z.number().int(), order: orderSchema });
  const end = async (): Promise<void> => {
    await putAway();
    process.exit(0);
  };
  process.once('disconnect', () => void end());
  process.once('SIGTERM', () => void end());
  process.once('SIGINT', () => void end());
  const reply = (message: OrderReply): void => {
    if (process.connected) process.send?.(message);
  };
  let orders: Promise<void> = Promise.resolve();
  process.on('message', (message) => {
    const { requestId, order } = requestSchema.parse(message);
    orders = orders.then(async () => {
      try {
        await obey(order);
        reply({ type: 'done', requestId });
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause);
        reply({ type: 'failed', requestId, detail });
      }
    });
  });
}
