import { json, type Request, type Response } from 'express';

const parser = json({ limit: '16kb', type: 'application/json', strict: true });

/** A small JSON body; to be read after the session was found, so that nobody else's body is looked at. */
export function readJsonBody(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parser(request, response, (error?: unknown) => (error === undefined ? resolve(request.body) : reject(error)));
  });
}
