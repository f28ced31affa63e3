// One file to the server, with progress: fetch() does not tell how far a body has gone.

export const MOST_MEGABYTES = 20;

/** Resolves to {status, answer}; status 0 when the line broke. progress(share) is called with 0 … 1. */
export function upload(address, body, headers, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("loadend", () => resolve({ status: request.status, answer: request.response ?? {} }));
    request.send(body);
  });
}
