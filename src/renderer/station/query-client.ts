import { QueryClient } from '@tanstack/react-query';

/** The page's copy of what the station said. The station is local: never wait for "online". */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      staleTime: 30_000,
    },
  },
});
