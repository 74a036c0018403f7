import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';
import { ActionDialog } from '../actions/action-dialog.tsx';

/** Where passing notices appear, and the dialogs of actions. */
export default function Notices() {
  return (
    <>
      <Notifications position="bottom-right" />
      <ActionDialog />
    </>
  );
}
